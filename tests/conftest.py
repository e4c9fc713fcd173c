from hypothesis import HealthCheck, settings

# A slow or busy machine is no reason to fail: no test of ours is about seconds.
settings.register_profile("errata", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("errata")
