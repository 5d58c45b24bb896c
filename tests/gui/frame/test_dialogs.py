import errno
import logging
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton

from desktop_app.errors import UserFixable, WorldError
from desktop_app.ui import app as app_module
from desktop_app.ui.app import CrashNet
from desktop_app.ui.dialogs.base import Choice, make_error, make_question
from desktop_app.ui.dialogs.crash import CrashDialog
from desktop_app.ui.dialogs.question import may_discard, may_do
from desktop_app.ui.instance import SingleInstance
from desktop_app.ui.messages import describe


def buttons(dialog):
    return {button.text(): button for button in dialog.findChildren(QPushButton)}


def words(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_question_has_verbs_on_its_buttons_and_answers_with_the_one_pressed(qtbot):
    dialog = make_question(
        None, "Chuyển 3 tin bài vào thùng rác?", "", [Choice("Chuyển vào thùng rác", "trash", "primary")]
    )
    qtbot.addWidget(dialog)
    assert set(buttons(dialog)) == {"Hủy", "Chuyển vào thùng rác"}
    buttons(dialog)["Chuyển vào thùng rác"].click()
    assert dialog.answer == "trash"


def test_escape_is_the_way_out_and_danger_is_never_the_default(qtbot):
    dialog = make_question(None, "Xóa hẳn?", "Không lấy lại được.", [Choice("Xóa hẳn", "delete", "danger")])
    qtbot.addWidget(dialog)
    assert buttons(dialog)["Hủy"].isDefault()
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.answer == ""
    assert not dialog.isVisible()


def test_a_title_with_mark_up_is_shown_letter_by_letter(qtbot):
    dialog = make_question(None, "<img src=x> bỏ?", "<b>a</b>", [])
    qtbot.addWidget(dialog)
    for label in dialog.findChildren(QLabel):
        if label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize(("reply", "may"), [("yes", True), ("", False)])
def test_recurring_questions_answer_in_python(answer_dialogs, reply, may):
    seen = answer_dialogs(reply)
    assert may_do(None, "Bỏ gợi ý này?", "Bỏ") is may
    assert may_discard(None, "đoàn") == reply
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UserFixable("Tệp trống.", "Hãy chọn tệp khác."), ("Tệp trống.", "Hãy chọn tệp khác.")),
        (WorldError("Kho bị khóa.", "Đóng cửa sổ kia."), ("Kho bị khóa.", "Đóng cửa sổ kia.")),
        (OSError(errno.ENOSPC, "No space left"), ("Ổ đĩa đã đầy", "giải phóng")),
        (PermissionError(errno.EACCES, "denied", "a.docx"), ("a.docx", "đóng lại")),
        (FileNotFoundError(errno.ENOENT, "no", "b.pdf"), ("b.pdf", "kiểm tra")),
        (KeyError("x"), ("ngoài dự kiến", "nguyên vẹn")),
    ],
)
def test_errors_are_told_in_plain_words(qtbot, error, said):
    dialog = make_error(None, describe(error))
    qtbot.addWidget(dialog)
    for part in said:
        assert part in words(dialog)
    assert "Traceback" not in words(dialog)
    assert "No space" not in words(dialog)


def test_details_are_folded_and_can_be_copied(qtbot):
    dialog = make_error(None, describe(KeyError("chìa")))
    qtbot.addWidget(dialog)
    dialog.show()
    view = dialog.findChild(QPlainTextEdit)
    assert not view.isVisible()
    buttons(dialog)["Chi tiết"].click()
    assert view.isVisible()
    buttons(dialog)["Chép chi tiết"].click()
    assert "KeyError" in QGuiApplication.clipboard().text()


def test_the_crash_dialog_says_what_is_unharmed_and_where_the_log_is(qtbot, tmp_path):
    dialog = CrashDialog("Traceback …", str(tmp_path))
    qtbot.addWidget(dialog)
    assert "nguyên vẹn" in words(dialog)
    assert str(tmp_path) in words(dialog)


def test_an_error_of_any_thread_is_logged_and_shown_once(qtbot, tmp_path, monkeypatch, caplog):
    shown = []

    class Recorded(CrashDialog):
        def exec(self):
            shown.append(self)
            return 0

    monkeypatch.setattr(app_module, "CrashDialog", Recorded)
    net = CrashNet(tmp_path)
    with caplog.at_level(logging.CRITICAL):
        worker = threading.Thread(target=lambda: net._take(ValueError("trong luồng")))
        worker.start()
        worker.join()
        qtbot.waitUntil(lambda: len(shown) == 1)
    assert "unexpected error" in caplog.text
    caplog.clear()


def test_the_crash_net_gives_the_hooks_back(themed, tmp_path):
    net = CrashNet(tmp_path)
    net.spread()
    assert sys.excepthook != sys.__excepthook__
    net.fold()
    assert sys.excepthook == sys.__excepthook__


def test_a_second_start_hands_its_files_over_and_does_not_open_the_library(qtbot, tmp_path):
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.take()
    assert not second.take()
    with qtbot.waitSignal(first.handed_over) as heard:
        assert second.hand_over(["/tmp/Hội đàm – Nghệ An.docx"])
    assert heard.args == [["/tmp/Hội đàm – Nghệ An.docx"]]
    first.release()
    assert second.take()
    second.release()


def test_two_libraries_have_two_windows(themed, tmp_path):
    first, second = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.take()
    assert second.take()
    first.release()
    second.release()


@pytest.mark.parametrize(
    ("context", "english", "vietnamese"),
    [
        ("QPlatformTheme", "Cancel", "Hủy"),
        ("QMessageBox", "Show Details...", "Xem chi tiết…"),
        ("QLineEdit", "Select All", "Chọn tất cả"),
        ("QFileDialog", "File &name:", "&Tên tệp:"),
        ("QPrintDialog", "&Print", "&In"),
        ("QPrintPreviewDialog", "Fit width", "Vừa chiều rộng"),
        ("QAbstractSpinBox", "&Step up", "&Tăng"),
        ("QShortcut", "Space", "phím cách"),
    ],
)
def test_qt_s_own_words_are_vietnamese(themed, context, english, vietnamese):
    assert QCoreApplication.translate(context, english) == vietnamese


def test_a_standard_button_is_vietnamese(qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert {button.text().replace("&", "") for button in box.buttons()} == {"Lưu", "Hủy"}
