"""Sign-in in memory."""

from errata.errors import InvalidInputError, StorageError
from lambdas.admin_api.errors import PasswordChangeNeededError, RefusedError
from lambdas.admin_api.models.errors import ErrorCode
from lambdas.admin_api.sign_in import Tokens


class FakeSignIn:
    """One user, whose tokens are given; others are refused like wrong passwords."""

    def __init__(self, access_token: str) -> None:
        self.access_token = access_token
        self.passwords = {"ada": "correct horse"}
        self.must_change: set[str] = set()
        self.refresh_tokens = {"refresh-1"}
        self.down = False

    def password(self, username: str, password: str) -> Tokens:
        if self.down:
            raise StorageError("Cognito did not answer")
        if self.passwords.get(username) != password:
            raise RefusedError(401, ErrorCode.INVALID_CREDENTIALS, "wrong user name or password")
        if username in self.must_change:
            raise PasswordChangeNeededError("challenge-session-0123456789")
        return Tokens(access=self.access_token, lifetime_s=3600, refresh="refresh-1")

    def new_password(self, username: str, password: str, session: str) -> Tokens:
        if session != "challenge-session-0123456789":
            raise RefusedError(401, ErrorCode.INVALID_CREDENTIALS, "start again")
        if len(password) < 12:
            raise InvalidInputError("new_password", "needs 12 characters")
        self.passwords[username] = password
        self.must_change.discard(username)
        return self.password(username, password)

    def refresh(self, token: str) -> Tokens:
        if token not in self.refresh_tokens:
            raise RefusedError(401, ErrorCode.UNAUTHENTICATED, "the session has ended")
        return Tokens(access=self.access_token, lifetime_s=3600)

    def revoke(self, token: str) -> None:
        if token not in self.refresh_tokens:
            raise RefusedError(401, ErrorCode.UNAUTHENTICATED, "the session has ended")
        self.refresh_tokens.discard(token)
