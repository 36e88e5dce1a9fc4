"""Every address of the pages: one line, one function."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from kaohe.web.views import departments, drafts, exports, gate, home, inbox, ledger, messages, overview, rulebooks, trail

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", home.health, name="health"),
    path("sign-in/", gate.sign_in, name="login"),
    path("sign-out/", gate.sign_out, name="logout"),
    path("password/", gate.password, name="password"),
    path("language/", login_not_required(require_POST(set_language)), name="language"),
    path("theme/", gate.theme, name="theme"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/done/", inbox.done, name="inbox-done"),
    path("inbox/started/", inbox.started, name="inbox-started"),
    path("inbox/next/", inbox.following, name="inbox-next"),
    path("inbox/count/", inbox.count, name="inbox-count"),
    path("inbox/messages/", messages.messages, name="messages"),
    path("inbox/messages/read/", messages.all_read, name="messages-read"),
    path("inbox/messages/<int:pk>/", messages.opened, name="message"),
    path("history/<slug:kind>/<int:pk>/", trail.history, name="history"),
    path("trail/", trail.trail, name="trail"),
    path("desk/drafts/<slug:name>/", drafts.draft, name="draft"),
    path("rulebook/<slug:edition>/", rulebooks.rulebook, name="rulebook"),
    path("<int:year>/", overview.overview, name="overview"),
    path("<int:year>/departments/<slug:code>/", departments.department, name="department"),
    path("<int:year>/ledger/", ledger.ledger, name="ledger"),
    path("<int:year>/ledger/<int:number>/", ledger.entry, name="entry"),
    path("<int:year>/export/board.csv", exports.board_csv, name="board-csv"),
    path("<int:year>/export/scores.xlsx", exports.scores, name="scores"),
]
