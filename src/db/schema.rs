//! The tables that are read and written with diesel's query language. Those of items are not among them: their
//! statements take shapes that it cannot say (see [`sql`](crate::sql)).

diesel::table! {
    account (id) {
        id -> Binary,
        name -> Text,
        clean_name -> Text,
        password_hash -> Nullable<Text>,
        policy -> Text,
        preferences -> Text,
        created -> BigInt,
        last_login -> Nullable<BigInt>,
        last_activity -> Nullable<BigInt>,
        image_tag -> Nullable<Text>,
    }
}

diesel::table! {
    device (number) {
        number -> BigInt,
        token_hash -> Binary,
        user_id -> Nullable<Binary>,
        device_id -> Text,
        name -> Text,
        app -> Text,
        app_version -> Text,
        created -> BigInt,
        last_seen -> BigInt,
    }
}

diesel::table! {
    library (id) {
        id -> Binary,
        name -> Text,
        kind -> BigInt,
        trickplay -> BigInt,
        trickplay_after_scan -> BigInt,
        chapters -> BigInt,
        chapters_after_scan -> BigInt,
        options -> Nullable<Text>,
    }
}

diesel::table! {
    library_root (library_id, path) {
        library_id -> Binary,
        path -> Text,
        position -> BigInt,
        device -> Nullable<BigInt>,
        file_count -> BigInt,
        online -> BigInt,
        trouble -> Nullable<Text>,
    }
}

diesel::table! {
    list (item) {
        item -> BigInt,
        user_id -> Nullable<Binary>,
        is_public -> BigInt,
    }
}

diesel::table! {
    list_share (list, user_id) {
        list -> BigInt,
        user_id -> Binary,
        can_edit -> BigInt,
    }
}

diesel::table! {
    list_entry (id) {
        id -> Binary,
        list -> BigInt,
        position -> BigInt,
        item_id -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(account, device);
