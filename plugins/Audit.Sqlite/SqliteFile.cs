using SQLitePCL;

namespace Orchestrator.Plugins.Audit.Sqlite;

/// <summary>One open database file. One user at a time.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly sqlite3 handle;
    private readonly string path;

    static SqliteFile() => Batteries_V2.Init();

    private SqliteFile(sqlite3 handle, string path) => (this.handle, this.path) = (handle, path);

    /// <summary>Opens or makes a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="lockWait">Longest wait for another program's lock.</param>
    /// <exception cref="IOException">With a sentence for people.</exception>
    public static SqliteFile Open(string path, TimeSpan lockWait)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_FULLMUTEX, null);
        var file = new SqliteFile(handle, path);
        try
        {
            file.Check(code);
            file.Check(raw.sqlite3_busy_timeout(handle, (int)lockWait.TotalMilliseconds));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements of ours that need no values.</summary>
    public void Execute(string statement) => Check(raw.sqlite3_exec(handle, statement));

    /// <summary>Makes a statement ready.</summary>
    public SqliteStatement Prepare(string statement)
    {
        Check(raw.sqlite3_prepare_v2(handle, statement, out var prepared));
        return new SqliteStatement(this, prepared);
    }

    /// <summary>Runs a change whole or not at all.</summary>
    public T Whole<T>(Func<T> change)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = change();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // SQLite has rolled back by itself where it couldn't go on, a full disk for one.
            if (raw.sqlite3_get_autocommit(handle) == 0)
                _ = raw.sqlite3_exec(handle, "ROLLBACK");
            throw;
        }
    }

    /// <summary>Throws for what isn't an ordinary outcome.</summary>
    /// <exception cref="IOException">With a sentence for people.</exception>
    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new IOException($"The audit database {path} can't be used: {raw.sqlite3_errmsg(handle).utf8_to_string()} (SQLite {code}). Check the file, its disk and who else uses it.");
    }

    /// <inheritdoc />
    public void Dispose() => handle.Dispose();
}
