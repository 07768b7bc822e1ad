"""Towns, their areas, organisations, places, activities and slots."""

import sqlalchemy as sa
from alembic import op

from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("beat_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("slots_refreshed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table('municipality',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('boundary', Geometry(geometry_type='MULTIPOLYGON', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('west', sa.Double(), sa.Computed('ST_XMin(boundary)', persisted=True), nullable=True),
    sa.Column('south', sa.Double(), sa.Computed('ST_YMin(boundary)', persisted=True), nullable=True),
    sa.Column('east', sa.Double(), sa.Computed('ST_XMax(boundary)', persisted=True), nullable=True),
    sa.Column('north', sa.Double(), sa.Computed('ST_YMax(boundary)', persisted=True), nullable=True),
    sa.Column('opened_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('team_name', sa.Text(), nullable=True),
    sa.Column('team_phone', sa.Text(), nullable=True),
    sa.Column('team_address', sa.Text(), nullable=True),
    sa.Column('intro', postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False),
    sa.Column('attribution', sa.Text(), nullable=True),
    sa.Column('is_approximate', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('is_demo', sa.Boolean(), server_default='false', nullable=False),
    sa.CheckConstraint("code ~ '^GM[0-9]{4}$'", name=op.f('ck_municipality_code_form')),
    sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f('ck_municipality_slug_form')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_municipality')),
    sa.UniqueConstraint('code', name=op.f('uq_municipality_code')),
    sa.UniqueConstraint('slug', name=op.f('uq_municipality_slug'))
    )
    op.create_index('ix_municipality_boundary', 'municipality', ['boundary'], unique=False, postgresql_using='gist')
    op.create_table('postcode',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('point', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.Column('boundary', Geometry(geometry_type='MULTIPOLYGON', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.CheckConstraint("code ~ '^[1-9][0-9]{3}([A-Z]{2})?$'", name=op.f('ck_postcode_code_form')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_postcode'))
    )
    op.create_index('ix_postcode_boundary', 'postcode', ['boundary'], unique=False, postgresql_using='gist')
    op.create_index('ix_postcode_point', 'postcode', ['point'], unique=False, postgresql_using='gist')
    op.create_table('content_version',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_content_version_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', name=op.f('pk_content_version'))
    )
    op.create_table('neighbourhood',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('boundary', Geometry(geometry_type='MULTIPOLYGON', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.Column('is_approximate', sa.Boolean(), server_default='false', nullable=False),
    sa.CheckConstraint("(level = 'wijk' AND code ~ '^WK[0-9]{6}$') OR (level = 'buurt' AND code ~ '^BU[0-9]{8}$')", name=op.f('ck_neighbourhood_code_form')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_neighbourhood_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'code', name=op.f('pk_neighbourhood'))
    )
    op.create_index('ix_neighbourhood_boundary', 'neighbourhood', ['boundary'], unique=False, postgresql_using='gist')
    op.create_table('organisation',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('provider_type', sa.Text(), server_default='professioneel', nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('quality_label', sa.Text(), nullable=True),
    sa.Column('quality_label_until', sa.Date(), nullable=True),
    sa.Column('quality_label_url', sa.Text(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), server_default='false', nullable=False),
    sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f('ck_organisation_slug_form')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_organisation_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('municipality_id', 'slug', name=op.f('uq_organisation_municipality_id_slug'))
    )
    op.create_table('place',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), server_default='staff', nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('point', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('neighbourhood_code', sa.Text(), nullable=True),
    sa.Column('street', sa.Text(), nullable=True),
    sa.Column('house_number', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('opening_hours', sa.Text(), nullable=True),
    sa.Column('opening_hours_note', sa.Text(), nullable=True),
    sa.Column('wheelchair', sa.Text(), server_default='unknown', nullable=False),
    sa.Column('free', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('walkin', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('themes', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('groups', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('attributes', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('topics', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('spoken', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('attribution', sa.Text(), nullable=True),
    sa.Column('published', sa.Boolean(), server_default='true', nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), server_default='false', nullable=False),
    sa.CheckConstraint("kind <> 'geheim'", name=op.f('ck_place_no_secret_place')),
    sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f('ck_place_slug_form')),
    sa.CheckConstraint("wheelchair IN ('yes', 'limited', 'no', 'unknown')", name=op.f('ck_place_wheelchair')),
    sa.ForeignKeyConstraint(['municipality_id', 'organisation_id'], ['organisation.municipality_id', 'organisation.id'], name=op.f('fk_place_municipality_id_organisation_id')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_place_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'id', name=op.f('pk_place')),
    sa.UniqueConstraint('municipality_id', 'slug', name=op.f('uq_place_municipality_id_slug')),
    sa.UniqueConstraint('municipality_id', 'source', 'external_id', name=op.f('uq_place_municipality_id_source_external_id'))
    )
    op.create_index('ix_place_kind', 'place', ['municipality_id', 'kind'], unique=False)
    op.create_index('ix_place_point', 'place', ['point'], unique=False, postgresql_using='gist')
    op.create_index('ix_place_themes', 'place', ['themes'], unique=False, postgresql_using='gin')
    op.create_table('activity',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), server_default='staff', nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('place_id', sa.Uuid(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('online', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('point', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('opening_hours', sa.Text(), nullable=True),
    sa.Column('by_appointment', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('free', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('price_cents', sa.Integer(), nullable=True),
    sa.Column('walkin', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('no_referral', sa.Boolean(), server_default='true', nullable=False),
    sa.Column('volunteer', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('wor', sa.Boolean(), server_default='false', nullable=False),
    sa.Column('min_age', sa.Integer(), nullable=True),
    sa.Column('themes', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('groups', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('attributes', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('topics', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('dimensions', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('programmes', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('laws', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('spoken', postgresql.ARRAY(sa.Text()), server_default='{}', nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('published', sa.Boolean(), server_default='true', nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('is_demo', sa.Boolean(), server_default='false', nullable=False),
    sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f('ck_activity_slug_form')),
    sa.CheckConstraint('price_cents > 0 AND NOT free OR price_cents IS NULL', name=op.f('ck_activity_price')),
    sa.ForeignKeyConstraint(['municipality_id', 'organisation_id'], ['organisation.municipality_id', 'organisation.id'], name=op.f('fk_activity_municipality_id_organisation_id')),
    sa.ForeignKeyConstraint(['municipality_id', 'place_id'], ['place.municipality_id', 'place.id'], name=op.f('fk_activity_municipality_id_place_id')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('fk_activity_municipality_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'id', name=op.f('pk_activity')),
    sa.UniqueConstraint('municipality_id', 'slug', name=op.f('uq_activity_municipality_id_slug')),
    sa.UniqueConstraint('municipality_id', 'source', 'external_id', name=op.f('uq_activity_municipality_id_source_external_id'))
    )
    op.create_index('ix_activity_place', 'activity', ['municipality_id', 'place_id'], unique=False)
    op.create_index('ix_activity_point', 'activity', ['point'], unique=False, postgresql_using='gist')
    op.create_index('ix_activity_themes', 'activity', ['themes'], unique=False, postgresql_using='gin')
    op.create_table('place_text',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('description', sa.Text(), server_default='', nullable=False),
    sa.Column('getting_there', sa.Text(), server_default='', nullable=False),
    sa.Column('state', sa.Text(), server_default='checked', nullable=False),
    sa.CheckConstraint("state IN ('checked', 'machine', 'outdated')", name=op.f('ck_place_text_state')),
    sa.ForeignKeyConstraint(['municipality_id', 'place_id'], ['place.municipality_id', 'place.id'], name=op.f('fk_place_text_municipality_id_place_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'place_id', 'language', name=op.f('pk_place_text'))
    )
    op.create_index('ix_place_text_name_trgm', 'place_text', ['name'], unique=False, postgresql_using='gin', postgresql_ops={'name': 'gin_trgm_ops'})
    op.create_table('activity_text',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('description', sa.Text(), server_default='', nullable=False),
    sa.Column('first_time', sa.Text(), server_default='', nullable=False),
    sa.Column('contact_role', sa.Text(), server_default='', nullable=False),
    sa.Column('state', sa.Text(), server_default='checked', nullable=False),
    sa.CheckConstraint("state IN ('checked', 'machine', 'outdated')", name=op.f('ck_activity_text_state')),
    sa.ForeignKeyConstraint(['municipality_id', 'activity_id'], ['activity.municipality_id', 'activity.id'], name=op.f('fk_activity_text_municipality_id_activity_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'activity_id', 'language', name=op.f('pk_activity_text'))
    )
    op.create_index('ix_activity_text_name_trgm', 'activity_text', ['name'], unique=False, postgresql_using='gin', postgresql_ops={'name': 'gin_trgm_ops'})
    op.create_table('slot',
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=True),
    sa.Column('activity_id', sa.Uuid(), nullable=True),
    sa.Column('starts_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('ends_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('status', sa.Text(), server_default='open', nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.CheckConstraint("status IN ('open', 'cancelled')", name=op.f('ck_slot_status')),
    sa.CheckConstraint('num_nonnulls(place_id, activity_id) = 1', name=op.f('ck_slot_one_owner')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_slot_order')),
    sa.CheckConstraint("ends_at <= starts_at + interval '26 hours'", name=op.f('ck_slot_length')),
    sa.ForeignKeyConstraint(['municipality_id', 'activity_id'], ['activity.municipality_id', 'activity.id'], name=op.f('fk_slot_municipality_id_activity_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['municipality_id', 'place_id'], ['place.municipality_id', 'place.id'], name=op.f('fk_slot_municipality_id_place_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('municipality_id', 'id', name=op.f('pk_slot'))
    )
    op.create_index('ix_slot_activity', 'slot', ['municipality_id', 'activity_id', 'starts_at'], unique=False, postgresql_where=sa.text('activity_id IS NOT NULL'))
    op.create_index('ix_slot_time', 'slot', ['municipality_id', 'starts_at'], unique=False)
    op.create_index('ix_slot_place', 'slot', ['municipality_id', 'place_id', 'starts_at'], unique=False, postgresql_where=sa.text('place_id IS NOT NULL'))


def downgrade() -> None:
    op.drop_table("heartbeat")
    op.drop_index('ix_slot_place', table_name='slot')
    op.drop_index('ix_slot_time', table_name='slot')
    op.drop_index('ix_slot_activity', table_name='slot')
    op.drop_table('slot')
    op.drop_index('ix_activity_text_name_trgm', table_name='activity_text', postgresql_using='gin', postgresql_ops={'name': 'gin_trgm_ops'})
    op.drop_table('activity_text')
    op.drop_index('ix_place_text_name_trgm', table_name='place_text', postgresql_using='gin', postgresql_ops={'name': 'gin_trgm_ops'})
    op.drop_table('place_text')
    op.drop_index('ix_activity_themes', table_name='activity', postgresql_using='gin')
    op.drop_index('ix_activity_point', table_name='activity', postgresql_using='gist')
    op.drop_index('ix_activity_place', table_name='activity')
    op.drop_table('activity')
    op.drop_index('ix_place_themes', table_name='place', postgresql_using='gin')
    op.drop_index('ix_place_point', table_name='place', postgresql_using='gist')
    op.drop_index('ix_place_kind', table_name='place')
    op.drop_table('place')
    op.drop_table('organisation')
    op.drop_index('ix_neighbourhood_boundary', table_name='neighbourhood', postgresql_using='gist')
    op.drop_table('neighbourhood')
    op.drop_table('content_version')
    op.drop_index('ix_postcode_point', table_name='postcode', postgresql_using='gist')
    op.drop_index('ix_postcode_boundary', table_name='postcode', postgresql_using='gist')
    op.drop_table('postcode')
    op.drop_index('ix_municipality_boundary', table_name='municipality', postgresql_using='gist')
    op.drop_table('municipality')
