"""The screens, one module each; ``desktop_app.ui.navigation.PAGES`` names them all."""
