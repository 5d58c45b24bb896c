"""Why a file is not taken in, in words: what happened, and the way out."""

from __future__ import annotations

from desktop_app.core.importing.article import RefusalReason, Unreadable
from desktop_app.core.text.normalise import clean_line

MAX_FILE_BYTES = 50 * 1024 * 1024

_SENTENCES = {
    RefusalReason.EMPTY: "Tệp trống, không có chữ nào để đưa vào kho. Hãy kiểm tra lại tệp đã chọn.",
    RefusalReason.TOO_LARGE: (
        "Tệp quá lớn so với một bài báo nên chương trình không mở. "
        "Hãy tách riêng bài cần dùng thành tệp nhỏ hơn rồi nhập lại."
    ),
    RefusalReason.UNKNOWN_KIND: (
        "Đây không phải tệp văn bản mà chương trình đọc được. "
        "Hãy dùng tệp văn bản thường, trang web đã lưu, tệp Word (.docx) hoặc PDF có chữ."
    ),
    RefusalReason.NO_TEXT: (
        "Không tìm thấy chữ trong tệp. "
        "Hãy mở tệp xem có bài viết không, rồi sao chép phần chữ và dán vào chương trình."
    ),
    RefusalReason.DAMAGED: (
        "Tệp bị hỏng hoặc chưa tải về đủ nên không đọc được. Hãy lấy lại tệp từ nơi gửi rồi nhập lại."
    ),
    RefusalReason.BOMB: (
        "Tệp chứa lượng dữ liệu lớn bất thường nên chương trình không mở để bảo vệ máy. "
        "Nếu tệp đáng tin, hãy mở bằng phần mềm soạn thảo, sao chép phần chữ và dán vào chương trình."
    ),
    RefusalReason.TIMEOUT: (
        "Đọc tệp quá lâu nên chương trình đã dừng; các bài khác không bị ảnh hưởng. "
        "Hãy mở tệp bằng phần mềm soạn thảo, sao chép phần chữ và dán vào chương trình."
    ),
    RefusalReason.PROTECTED: (
        "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu của tệp rồi nhập lại."
    ),
    RefusalReason.MARKED_SECRET: (
        "Tệp mang dấu chỉ độ mật ở phần đầu nên không được đưa vào chương trình; "
        "không có chữ nào của tệp được lưu lại. "
        "Hãy hỏi văn thư hoặc người phụ trách bảo vệ bí mật nhà nước của cơ quan."
    ),
    RefusalReason.UNREADABLE: (
        "Không mở được tệp. Hãy kiểm tra tệp còn ở chỗ cũ, không bị phần mềm khác giữ, rồi nhập lại."
    ),
}

PICTURE = (
    "Đây là tệp ảnh, không phải tệp văn bản. "
    "Hãy dùng tệp có chữ, hoặc gõ phần chữ trong ảnh rồi dán vào chương trình."
)
SCANNED = (
    "Đây là bản quét (ảnh chụp trang giấy), bên trong không có chữ để đọc. "
    "Hãy xin bản có chữ từ nơi gửi, hoặc gõ lại phần cần dùng rồi dán vào chương trình."
)
OLD_WORD = "Đây là tệp Word kiểu cũ (.doc). Hãy mở bằng Word, chọn “Lưu thành” kiểu .docx rồi nhập lại."
SPREADSHEET = (
    "Đây là bảng tính hoặc bản trình chiếu, không phải bài viết. "
    "Hãy sao chép phần chữ cần dùng và dán vào chương trình."
)
ARCHIVE = "Đây là tệp nén chứa nhiều tệp khác. Hãy giải nén rồi nhập từng tệp bên trong."


class ReadRefused(Exception):  # noqa: N818 - a refusal is an answer
    """Raised inside readers; ``read_bytes`` makes it ``Unreadable``. Carries nothing of the text."""

    def __init__(self, reason: RefusalReason, sentence: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sentence = sentence or refusal_sentence(reason)


def refusal_sentence(reason: RefusalReason) -> str:
    """Return the Vietnamese sentence for a reason: what happened, and the way out."""
    return _SENTENCES[reason]


def unreadable(file_name: str, reason: RefusalReason, sentence: str = "") -> Unreadable:
    """Return the refusal of a file, with the sentence of the reason unless another is given."""
    return Unreadable(clean_line(file_name), reason, sentence or refusal_sentence(reason))
