using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orchestrator.Broker.Store;

/// <summary>
/// The embedded store: one SQLite file, made by <c>init</c>. The serving process and the administration commands may have it open
/// at the same time. There are no migrations yet: a file of another schema version is refused, never altered.
/// </summary>
internal sealed class BrokerStore : IDbContextFactory<BrokerDb>
{
    /// <summary>Raised with every change to the tables.</summary>
    public const int SchemaVersion = 5;

    private readonly DbContextOptions<BrokerDb> _options;

    private BrokerStore(string path, SqliteOpenMode mode, params IInterceptor[] boundaries)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, DefaultTimeout = 10 };
        _options = new DbContextOptionsBuilder<BrokerDb>()
            .UseSqlite(connection.ToString())
            .AddInterceptors([new DurableConnections(), .. boundaries])
            .Options;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Makes the file; it must not exist.</summary>
    public static async Task<BrokerStore> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var store = new BrokerStore(path, SqliteOpenMode.ReadWriteCreate);
        await using var db = store.CreateDbContext();
        await db.Database.EnsureCreatedAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        db.Schema.Add(new SchemaRow { Id = 1, Version = SchemaVersion });
        await db.SaveChangesAsync(cancellationToken);
        return store;
    }

    /// <summary>Opens the file that <c>init</c> made.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="boundaries">Sees each command and commit; tests crash here.</param>
    /// <exception cref="BrokerException">It is missing, damaged, or of another version.</exception>
    public static async Task<BrokerStore> OpenAsync(string path, CancellationToken cancellationToken, params IInterceptor[] boundaries)
    {
        if (!File.Exists(path))
        {
            throw new BrokerException(ExitCode.DataFolder, $"There is no store at {path}. Name the folder that `orchestrator-broker init` made.");
        }

        var store = new BrokerStore(path, SqliteOpenMode.ReadWrite, boundaries);
        try
        {
            await using var db = store.CreateDbContext();
            var schema = await db.Schema.AsNoTracking().SingleAsync(cancellationToken);
            return schema.Version == SchemaVersion
                ? store
                : throw new BrokerException(
                    ExitCode.DataFolder, $"The store at {path} has schema version {schema.Version}; this program knows {SchemaVersion}. Use the program that made it.");
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"The store at {path} can't be read. Restore it from a backup.", e);
        }
    }

    public BrokerDb CreateDbContext() => new(_options);

    /// <summary>Closes pooled connections, so that the file may be moved.</summary>
    public void Release() => SqliteConnection.ClearPool(new SqliteConnection(CreateDbContext().Database.GetConnectionString()));

    /// <summary>True when a save failed because the row is there already.</summary>
    public static bool IsDuplicate(DbUpdateException e) => e.InnerException is SqliteException { SqliteErrorCode: 19, SqliteExtendedErrorCode: 2067 or 1555 };
}
