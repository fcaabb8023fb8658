"""What Alembic runs: the steps in `versions`, in the transaction of the connection that `workshop.store` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
