CREATE TABLE bank_customers (
    id INTEGER NOT NULL,
    conversation_id VARCHAR(255) NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (conversation_id)
);

CREATE TABLE bank_accounts (
    id INTEGER NOT NULL,
    customer_id INTEGER,
    code VARCHAR(64) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(customer_id) REFERENCES bank_customers (id),
    UNIQUE (code)
);

CREATE INDEX ix_bank_accounts_customer_id ON bank_accounts (customer_id);

CREATE TABLE bank_payees (
    id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (customer_id, name),
    FOREIGN KEY(customer_id) REFERENCES bank_customers (id)
);

CREATE TABLE bank_transactions (
    customer_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR(16) NOT NULL,
    counterparty VARCHAR(200) NOT NULL,
    booked_on DATE NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (customer_id, number),
    FOREIGN KEY(customer_id) REFERENCES bank_customers (id)
);

CREATE TABLE bank_postings (
    customer_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    minor BIGINT NOT NULL,
    PRIMARY KEY (customer_id, number, account_id),
    FOREIGN KEY(customer_id, number) REFERENCES bank_transactions (customer_id, number),
    FOREIGN KEY(account_id) REFERENCES bank_accounts (id)
);

CREATE INDEX bank_postings_by_account ON bank_postings (account_id, minor);

CREATE TABLE bank_transfers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL,
    "key" VARCHAR(255) NOT NULL,
    payee_id INTEGER NOT NULL,
    payee_name VARCHAR(200) NOT NULL,
    minor BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    "on" DATE NOT NULL,
    scheduled BOOLEAN NOT NULL,
    state VARCHAR(16) NOT NULL,
    failure VARCHAR(32),
    balance_after BIGINT NOT NULL,
    transaction_number INTEGER,
    ordered_at DATETIME NOT NULL,
    settled_at DATETIME,
    UNIQUE (customer_id, "key"),
    CONSTRAINT bank_transfers_positive CHECK (minor > 0),
    CONSTRAINT bank_transfers_state CHECK (state IN ('done', 'scheduled', 'failed')),
    FOREIGN KEY(customer_id) REFERENCES bank_customers (id),
    FOREIGN KEY(payee_id) REFERENCES bank_payees (id)
);

CREATE INDEX bank_transfers_due ON bank_transfers (state, "on");

