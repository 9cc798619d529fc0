void workerpools_placeholder(void);
