"""The one style sheet of the window, filled from the tokens.

Widgets ask for a look by the dynamic properties ``role`` (labels: title, section, caption, muted;
  buttons: primary,
quiet, danger, link) and ``kind`` (badges, banners: info, success, warning, danger).
"""

from __future__ import annotations

from dataclasses import fields
from string import Template

from desktop_app.ui.tokens import Size, Space, Tokens

_SHEET = Template("""
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${size_title}pt; font-weight: 600; }
QLabel[role="section"] { font-size: ${size_section}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="caption"] { font-size: ${size_caption}pt; color: $text_muted; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="error"] { font-size: ${size_caption}pt; color: $danger; }
QLabel[role="asks"] { font-size: ${size_caption}pt; color: $warning; }
QLabel[role="label"] { font-size: ${size_caption}pt; font-weight: 600; color: $text_muted; }
QLabel[role="brand"] { font-size: ${size_section}pt; font-weight: 700; color: $accent; }

QFrame#header { background: $surface; border: none; border-bottom: 1px solid $border; }
QFrame#status { background: $window; border: none; border-top: 1px solid $border; }
QFrame#rail { background: $rail; border: none; border-right: 1px solid $border; }
QFrame#pageHead { background: transparent; border: none; border-bottom: 1px solid $border; }
QFrame[frameRole="card"] { background: $surface; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[frameRole="card"][selected="true"] { border: 2px solid $accent; }
QFrame[frameRole="popup"] { background: $surface; border: 1px solid $border_strong;
  border-radius: ${radius}px; }
QFrame[frameRole="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[frameRole="toast"] { background: $tooltip; border: none; border-radius: ${radius}px; }
QFrame[frameRole="toast"] QLabel { color: $on_tooltip; }
QFrame[frameRole="toast"] QPushButton { background: transparent; border: none; color: $on_tooltip;
  font-weight: 600; text-decoration: underline; padding: 4px 8px; }
QFrame[frameRole="toast"] QPushButton:focus { border: 1px solid $on_tooltip; }

QFrame[frameRole="banner"] { border-radius: ${radius}px; border: 1px solid $border;
  background: $surface_alt; }
QFrame[frameRole="banner"][kind="success"] { background: $success_soft; border-color: $success; }
QFrame[frameRole="banner"][kind="warning"] { background: $warning_soft; border-color: $warning; }
QFrame[frameRole="banner"][kind="danger"] { background: $danger_soft; border-color: $danger; }

QLabel[role="badge"] { font-size: ${size_caption}pt; font-weight: 600; padding: 1px 7px; border-radius: 8px;
  background: $hover; color: $text; }
QLabel[role="badge"][kind="accent"] { background: $accent_soft; color: $on_accent_soft; }
QLabel[role="badge"][kind="success"] { background: $success_soft; color: $success; }
QLabel[role="badge"][kind="warning"] { background: $warning_soft; color: $warning; }
QLabel[role="badge"][kind="danger"] { background: $danger_soft; color: $danger; }

QPushButton { background: $surface; color: $text; border: 1px solid $border_strong;
  border-radius: ${radius}px;
  padding: 5px 14px; min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $text_disabled; border-color: $border; background: $window; }
QPushButton:checked { background: $accent_soft; color: $on_accent_soft; border-color: $accent; }
QPushButton[dense="true"] { padding: 4px 9px; }
QPushButton[dense="true"]:focus { padding: 3px 8px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_pressed; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 4px 13px; }
QPushButton[role="primary"]:disabled { background: $border; color: $text_disabled; border-color: $border; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; font-weight: 600; }
QPushButton[role="danger"]:hover { background: $danger_soft; }
QPushButton[role="danger"]:disabled { color: $text_disabled; border-color: $border; }
QPushButton[role="quiet"], QPushButton[role="link"] { background: transparent; border-color: transparent; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; }
QPushButton[role="link"] { color: $accent; padding: 2px 4px; text-align: left; min-height: 0; }
QPushButton[role="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 2px 4px; }
QPushButton[role="answer"] { text-align: left; padding: 0; border-color: $border; }
QPushButton[role="answer"]:hover { border-color: $accent; background: $surface; }
QPushButton[role="answer"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[role="status"] { background: transparent; border: none; padding: 0 2px; min-height: 0;
  color: $text_muted; font-size: ${size_caption}pt; }
QPushButton[role="status"]:hover { color: $accent; text-decoration: underline; }
QPushButton[role="status"]:focus { border: 1px solid $accent; padding: 0 1px; border-radius: 3px; }
QListView#completions { border: 1px solid $border_strong; border-radius: ${radius}px; }
QPushButton::menu-indicator { image: url("$drawings/chevron-down.svg"); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 6px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent;
  border-radius: ${radius}px;
  padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:open { background: $pressed; }
QToolButton:checked { background: $accent_soft; color: $on_accent_soft; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $text_disabled; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="chip"] { background: $accent_soft; color: $on_accent_soft; border-radius: 10px;
  padding: 2px 8px; }
QToolButton[role="chip"]:hover { background: $hover; }
QToolButton[role="chip"]:focus { border: 2px solid $accent; padding: 1px 7px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $border_strong; border-radius: ${radius}px;
  padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox { min-height: 22px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QComboBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
  background: $window; color: $text_disabled; border-color: $border; }
QLineEdit:read-only { background: $surface_alt; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"],
QComboBox[invalid="true"] { border-color: $danger; }
QTextEdit[role="reading"] { border: none; border-radius: 0; padding: 0; background: $surface; }
QTextEdit[role="reading"]:focus { border: none; padding: 0; }
QComboBox { padding: 4px 10px; }
QComboBox:focus { padding: 3px 9px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit[calendarPopup="true"]::down-arrow {
  image: url("$drawings/chevron-down.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border_strong; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $on_accent_soft; outline: 0; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QDateEdit::up-button { border: none; width: 20px; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QDateEdit::down-button { border: none; width: 20px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateEdit::up-arrow {
  image: url("$drawings/chevron-up.svg"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateEdit::down-arrow {
  image: url("$drawings/chevron-down.svg"); width: 12px; height: 12px; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { outline: none; color: $accent; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator {
  width: 16px; height: 16px; border: 1px solid $border_strong; border-radius: 4px; background: $surface; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $border_strong; border-radius: 8px;
  background: $surface; }
QRadioButton::indicator:checked {
  width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent; }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView::indicator:checked { background: $accent; border-color: $accent;
  image: url("$drawings/check.svg"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
  image: url("$drawings/minus.svg"); }
QCheckBox::indicator:disabled { background: $window; border-color: $border; }

QAbstractItemView { background: $surface; alternate-background-color: $surface_alt; color: $text;
  border: 1px solid $border; border-radius: ${radius}px; gridline-color: $border; outline: 0;
  selection-background-color: $accent_soft; selection-color: $on_accent_soft; }
QAbstractItemView::item { padding: 0 8px; border: none; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $accent_soft; color: $on_accent_soft; }
QAbstractItemView:focus { border-color: $accent; }
QAbstractItemView[flat="true"] { border: none; border-radius: 0; background: transparent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text_muted; border: none;
  border-bottom: 1px solid $border;
  padding: 6px 11px; font-size: ${size_caption}pt; font-weight: 600; }
QHeaderView::section:hover { background: $hover; }
QHeaderView::up-arrow { image: url("$drawings/chevron-up.svg"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$drawings/chevron-down.svg"); width: 12px; height: 12px; }
QTableCornerButton::section { background: $surface; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; color: $text_muted; padding: 7px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent_hover; }

QMenu { background: $surface; color: $text; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $on_accent_soft; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $tooltip; color: $on_tooltip; border: none; padding: 4px 8px; }

QProgressBar { background: $border; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#scrollBody { background: transparent; }
QScrollArea[frameRole="paper"] { background: $paper_ground; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text_disabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }

QToolButton[role="rail"] { text-align: left; padding: 0 10px; border-radius: ${radius}px;
  color: $text; }
QToolButton[role="rail"]:hover { background: $hover; }
QToolButton[role="rail"]:checked { background: $accent_soft; color: $on_accent_soft; font-weight: 600; }
QToolButton[role="rail"]:focus { border: 2px solid $accent; padding: 0 9px; }
""")


def style_sheet(tokens: Tokens, drawings: str) -> str:
    """Return the style sheet for ``tokens``; ``drawings`` is the folder with the arrows it names."""
    values = {item.name: getattr(tokens, item.name) for item in fields(tokens)}
    return _SHEET.substitute(
        values,
        drawings=drawings,
        radius=Space.RADIUS,
        size_title=Size.TITLE,
        size_section=Size.SECTION,
        size_caption=Size.CAPTION,
    )
