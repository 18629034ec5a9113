"""What this room has to tell people. The room of notices stands above it and listens here: it puts the letter into its outbox in the same transaction.

No mail is sent while a request waits, so an answer takes as long for an account that exists as for one that does not, whatever the mail server does.
"""

from __future__ import annotations

from django.dispatch import Signal

# Somebody wants a link for a new password at `email`. Whose address it is, is looked up when the letter goes out. Sent with `email`, `now`.
link_wanted = Signal()

# Somebody wants a code for a new password at `number`, by `channel`. Whose it is, is looked up when the message goes out. Sent with them and `now`.
recovery_wanted = Signal()

# The password, the e-mail address or the number of `user` was changed. Sent with `user`, `fact` ("password", "email", "phone"), `before` (the address
# that was left in the same change, which is told of everything, too; empty for none), `by`, `now`; `left_number` where a number was left that was proved.
account_changed = Signal()

# A code goes to a contact that an account wants to call its own. Whose contact it is, is looked up when the letter goes out. Sent with `code` (a
# `ContactCode`), `now`.
code_wanted = Signal()

# An office took a firm (`ikm`, its uuid) back from `user`, who had it by mistake since `since`: what they read meanwhile stands in the security log.
unlinked = Signal()

# Somebody registered with the number or the address of `user`, who has an account already and is told. Sent with `user`, `now`.
registered_again = Signal()

# Somebody shall be asked to judge, and a second person must agree. Sent with `invitation`, `now`.
second_wanted = Signal()

# Somebody is invited by e-mail to hold a role. Sent with `invitation`, `now`.
invited = Signal()

# What `user` takes the second step with has changed. Sent with `user`, `fact` ("added", "removed", "paper_used", "reset", "guessed"), `reason` (words of whoever reset
# it, else empty), `now`.
second_step_changed = Signal()
