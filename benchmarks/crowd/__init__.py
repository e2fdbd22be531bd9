"""Any number of applicants as records, genuine ones and others, without any page being read."""
