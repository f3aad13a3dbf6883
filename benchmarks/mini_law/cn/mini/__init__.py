"""An invented law for measuring: a month of contributions, a benefit and a hospital bill."""
