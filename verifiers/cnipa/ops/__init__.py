"""Patents in EPO's Open Patent Services (OPS 3.2): a cross-check beside 国家知识产权局, never in its place.

Source: EPO OPS reference guide 1.3; facts §3. What OPS does not have is no proof that there is
none: CN data arrive some months late, designs never, and a missing lapse is not "in force".
"""
