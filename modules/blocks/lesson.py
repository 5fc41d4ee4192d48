"""The stream of a lesson."""

from typing import Any

from wagtail import blocks

from modules.blocks.media import AudioBlock, HandoutBlock, PictureBlock, VideoBlock
from modules.blocks.practice import FaceToFaceBlock, TandemBlock
from modules.blocks.prose import CalloutBlock, NoticeBlock, ProseBlock, RoleTextBlock, SourceBlock, VignetteBlock
from quizzes.blocks.questions import question_blocks


class LessonBlocks(blocks.StreamBlock):
    """Everything that a lesson may hold. The names are stored; renaming one needs a data migration."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([*question_blocks(), *(local_blocks or [])], **kwargs)

    notice = NoticeBlock()
    text = ProseBlock()
    source = SourceBlock()
    vignette = VignetteBlock()
    callout = CalloutBlock()
    picture = PictureBlock()
    audio = AudioBlock()
    video = VideoBlock()
    role_text = RoleTextBlock()
    tandem = TandemBlock()
    face_to_face = FaceToFaceBlock()
    handout = HandoutBlock()

    class Meta:
        block_counts = {"role_text": {"max_num": 1}}  # its switch hangs on ids that a page may have once
