// What the map shows, worked out from the form: boxes, arrows between them, and which of them lead nowhere. No page here.

/** Everything that can be reached from these boxes along `next`. */
function reachedFrom(boxes, next) {
  const found = new Set(boxes);
  const open = [...found];
  while (open.length) {
    for (const box of next(open.pop())) {
      if (!found.has(box)) {
        found.add(box);
        open.push(box);
      }
    }
  }
  return found;
}

function boxOf(part, kind, number) {
  return { ...part, kind, number, out: [], into: [], open: [] };
}

/** Joins the boxes: several choices that lead to the same box are one arrow. */
function join(boxes) {
  const byKey = new Map();
  for (const box of boxes) if (box.key && !byKey.has(box.key)) byKey.set(box.key, box);
  for (const from of boxes) {
    for (const choice of from.choices ?? []) {
      const to = byKey.get(choice.to);
      if (!to) {
        from.open.push(choice.key);
        continue;
      }
      const known = from.out.find((arrow) => arrow.to === to);
      if (known) known.keys.push(choice.key);
      else from.out.push({ id: `${from.path}>${to.path}`, from, to, keys: [choice.key], back: false, loop: false });
    }
    for (const arrow of from.out) arrow.to.into.push(arrow);
  }
  return byKey;
}

/** Marks the arrows that lead back to where somebody comes from: without them nothing goes round. */
function markBack(boxes, start) {
  const state = new Map();
  const visit = (first) => {
    const way = [{ box: first, at: 0 }];
    state.set(first, "open");
    while (way.length) {
      const step = way.at(-1);
      const arrow = step.box.out[step.at++];
      if (!arrow) {
        state.set(step.box, "done");
        way.pop();
      } else if (state.get(arrow.to) === "open") arrow.back = true;
      else if (!state.has(arrow.to)) {
        state.set(arrow.to, "open");
        way.push({ box: arrow.to, at: 0 });
      }
    }
  };
  for (const box of start ? [start, ...boxes] : boxes) if (!state.has(box)) visit(box);
}

function markTrouble(boxes, start) {
  const after = (box) => box.out.map((arrow) => arrow.to);
  const before = (box) => box.into.map((arrow) => arrow.from);
  const endings = boxes.filter((box) => box.kind === "ending");
  const reached = start ? reachedFrom([start], after) : null;
  const leaving = reachedFrom(endings, before);
  for (const box of boxes) {
    box.start = box === start;
    box.lost = Boolean(reached) && !reached.has(box);
    box.dead = box.kind === "scene" && box.out.length === 0;
    box.stuck = !box.dead && endings.length > 0 && !leaving.has(box);
  }
  for (const arrow of boxes.flatMap((box) => box.out)) {
    arrow.loop = arrow.from.stuck && arrow.to.stuck && reachedFrom([arrow.to], after).has(arrow.from);
    if (arrow.loop) arrow.from.loop = arrow.to.loop = true;
  }
}

/** The boxes in the author's order: scene or ending with number, what leads `out` and `into`, `open` choices, and its trouble. */
export function graphOf({ start, scenes, endings }) {
  const boxes = [
    ...scenes.map((scene, at) => boxOf(scene, "scene", at + 1)),
    ...endings.map((ending, at) => boxOf(ending, "ending", at + 1)),
  ];
  const byKey = join(boxes);
  const first = byKey.get(start);
  const begins = first?.kind === "scene" ? first : undefined;
  markBack(boxes, begins);
  markTrouble(boxes, begins);
  return { boxes, arrows: boxes.flatMap((box) => box.out) };
}
