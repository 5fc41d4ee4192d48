// The form of a scenario: pickers and keys in every block, and what makes writing with the keyboard quick.
import "./picking.js";
import "./adding.js";
import "./beginning.js";
import "./counting.js";
import "./deleting.js";
import "./summaries.js";
