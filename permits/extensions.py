"""The Flask extensions, created without an app and bound by the factory."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)
login_manager = LoginManager()

registration_limit = limiter.shared_limit("10 per hour", scope="registration", methods=["POST"])
objection_limit = limiter.shared_limit("10 per hour", scope="objection", methods=["POST"])
