"""What the patent register of 国家知识产权局 showed, by whom it was asked, and where that is kept."""
