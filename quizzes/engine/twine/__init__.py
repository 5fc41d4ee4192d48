"""Stories that were written elsewhere with Twine, as scenarios: Twee source or a published page.

A story is text, links and tags; the code of its story format is never run. What becomes of it:

- A passage with links is a scene, one without an ending, door ajar. Keys are N1, N2 … and E1, E2 … in the story's
  order; a passage's name becomes the title, cut to what the map shows.
- Each line of prose is a stage direction. A link becomes a choice; its words stay in the sentence around it. Words in
  quotation marks are said aloud, others are something done.
- Macros, inserts, scripts, styles, pictures and marks of HTML are left out, variables and signs of formatting stay as
  text. Each is noted with its passage and line (`quizzes.engine.twee.NOTES`), so that nothing is lost in silence.
- A link to a passage that does not exist stays a choice whose target is missing: checking names it.

The way is one way: such a text is imported once and then kept in our own form.
"""

from quizzes.engine.twine.building import Imported, read_story
from quizzes.engine.twine.container import PAGE_LIMIT, decoded

__all__ = ["PAGE_LIMIT", "Imported", "decoded", "read_story"]
