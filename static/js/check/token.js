// Reads the signed token of a certificate. The signature over the received bytes comes first; nothing is parsed before.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-./";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const KINDS = ["", "self-study", "with-practice"];
const VERSION = 1, HEAD = 5, SIGNATURE = 64, LONGEST = 720;
const TABLE = "tandem course titles 1\n";

export class NotGenuine extends Error {}

const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** Base41: three letters carry two bytes, two letters the last one. */
export function bytesOf(text) {
  const bytes = [];
  for (let start = 0; start < text.length; start += 3) {
    const group = [...text.slice(start, start + 3)].map((letter) => LETTERS.indexOf(letter));
    const value = group.reduce((sum, digit, place) => sum + digit * 41 ** place, 0);
    if (group.includes(-1) || group.length < 2 || value >= 256 ** (group.length - 1)) throw new NotGenuine();
    bytes.push(...(group.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return Uint8Array.from(bytes);
}

async function isSigned(body, signature, publicKey) {
  try {
    const key = await crypto.subtle.importKey("raw", unhex(publicKey), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, body);
  } catch { // this browser knows no Ed25519: loaded only here, and as strict
    const { verifyAsync } = await import("../../vendor/noble-ed25519/ed25519.js");
    return verifyAsync(signature, body, unhex(publicKey), { zip215: false });
  }
}

/** What a genuine token says. `keys`: public keys in hexadecimal by key id. */
export async function read(token, keys) {
  if (token.length <= HEAD + SIGNATURE || token.length > LONGEST || token[0] !== VERSION) throw new NotGenuine();
  const keyId = hex(token.slice(1, HEAD));
  if (!Object.hasOwn(keys, keyId)) throw new NotGenuine();
  const body = token.slice(0, -SIGNATURE);
  if (!(await isSigned(body, token.slice(-SIGNATURE), keys[keyId]))) throw new NotGenuine();
  return claimsIn(body.slice(HEAD));
}

/** The course title from the published table, if the table is signed. */
export async function titleOf(claims, published) {
  const { table, key, signature } = published.courses ?? {};
  if (!key || !Object.hasOwn(published.keys, key)) return "";
  if (!(await isSigned(new TextEncoder().encode(TABLE + table), unhex(signature), published.keys[key]))) return "";
  const wanted = JSON.stringify([claims.course, claims.version, claims.language]);
  const row = JSON.parse(table).find((columns) => JSON.stringify(columns.slice(0, 3)) === wanted);
  return row ? row[3] : "";
}

/** Exactly one CBOR array of eight: bytes, text, bytes or text, four numbers, text. Anything else is not ours. */
function claimsIn(bytes) {
  let at = 0;
  const head = () => {
    const first = bytes[at++], short = first & 31, size = { 24: 1, 25: 2, 26: 4 }[short] ?? 0;
    if (first === undefined || short > 26 || at + size > bytes.length) throw new NotGenuine();
    const value = size ? bytes.slice(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0) : short;
    at += size;
    return [first >> 5, value];
  };
  const item = (...types) => {
    const [type, value] = head();
    if (!types.includes(type) || (type > 1 && at + value > bytes.length)) throw new NotGenuine();
    if (type === 0) return value;
    at += value;
    const content = bytes.slice(at - value, at);
    return type === 3 ? utf8(content) : content;
  };
  const [type, length] = head();
  if (type !== 4 || length !== 8) throw new NotGenuine();
  const serial = item(2), name = item(3), course = item(2, 3), version = item(0), kind = item(0);
  const day = item(0), tenths = item(0), language = item(3);
  if (at !== bytes.length || serial.length !== 10 || !KINDS[kind]) throw new NotGenuine();
  const key = typeof course === "string" ? course : hex(course).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { number: numberOf(serial), name, course: key, version, kind: KINDS[kind], day: new Date(day * 86400000), hours: tenths / 10, language };
}

function numberOf(serial) {
  const value = BigInt(`0x${hex(serial)}`);
  const letters = Array.from({ length: 16 }, (_, place) => CROCKFORD[Number((value >> BigInt(75 - 5 * place)) & 31n)]).join("");
  return `TD-${letters.match(/..../g).join("-")}-${CROCKFORD[Number(value % 37n)]}`;
}
