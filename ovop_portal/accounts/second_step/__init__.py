"""The second step of signing in: a passkey, or a code from an application, beside the password.

`totp` and `passkeys` know the two standards, `factors` what somebody has and the verbs about it, `gate` who must take the step and what is closed before.
"""
