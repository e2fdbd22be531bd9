"""From decisions to where an applicant stands: stages, leases, what may be decided."""
