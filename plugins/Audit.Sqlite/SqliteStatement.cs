using SQLitePCL;

namespace Orchestrator.Plugins.Audit.Sqlite;

/// <summary>A prepared statement; values are numbered from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteFile file, sqlite3_stmt prepared) : IDisposable
{
    /// <summary>Sets a text.</summary>
    public SqliteStatement With(int number, string value)
    {
        file.Check(raw.sqlite3_bind_text(prepared, number, value));
        return this;
    }

    /// <summary>Sets a number.</summary>
    public SqliteStatement With(int number, long value)
    {
        file.Check(raw.sqlite3_bind_int64(prepared, number, value));
        return this;
    }

    /// <summary>Sets bytes; they are copied.</summary>
    public SqliteStatement With(int number, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        file.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(prepared, number, 0) : raw.sqlite3_bind_blob(prepared, number, value));
        return this;
    }

    /// <summary>Runs it, and makes it ready to run again.</summary>
    public void Run()
    {
        var code = raw.sqlite3_step(prepared);
        _ = raw.sqlite3_reset(prepared);
        file.Check(code);
    }

    /// <summary>The number in its first row; null when it has none.</summary>
    public long? ReadNumber()
    {
        var code = raw.sqlite3_step(prepared);
        file.Check(code);
        return code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(prepared, 0) : null;
    }

    /// <inheritdoc />
    public void Dispose() => prepared.Dispose();
}
