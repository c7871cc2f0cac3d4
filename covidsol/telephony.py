"""The telephony as the environment names it: whose it is, its secrets; without a name there is none."""

from dataclasses import dataclass, field

import environ


@dataclass(frozen=True)
class Account:
    """Our account with one telephony.

    `tokens`: any of these proves that a word comes from there. `door`: a secret
    last part of the address that it posts to. Without `api_id` and `api_token`
    nothing is ever told to it.
    """

    provider: str = ""
    door: str = field(default="", repr=False)
    tokens: tuple[str, ...] = field(default=(), repr=False)
    api_id: str = field(default="", repr=False)
    api_token: str = field(default="", repr=False)
    api_url: str = ""  # of the provider itself if empty

    @property
    def path(self) -> str:
        """Where it posts, below /telephony/."""
        return self.door or self.provider

    @property
    def may_tell(self) -> bool:
        """Whether it lets us tell it something."""
        return bool(self.api_id and self.api_token)


def read(env: environ.Env) -> Account:
    """The account that the environment names. Another provider's variables are read here too."""
    return Account(
        provider=env.str("TELEPHONY", default="").strip().lower(),
        door=env.str("TELEPHONY_DOOR", default=""),
        tokens=tuple(filter(None, env.list("AIRCALL_WEBHOOK_TOKENS", default=[]))),
        api_id=env.str("AIRCALL_API_ID", default=""),
        api_token=env.str("AIRCALL_API_TOKEN", default=""),
    )
