using System.Text;
using System.Text.Json;
using Npgsql;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Audit.PostgreSql;
using Orchestrator.TestSupport.Network;
using Orchestrator.TestSupport.Servers;

namespace Orchestrator.Plugins.Tests.Audit.PostgreSql;

/// <summary>One server for the tests of a class, started by the first that needs it; a database for each test.</summary>
public sealed class PostgresBench : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pg-client-");
    private PostgresServer? _server;

    /// <summary>Issued the server's certificate, which is for 127.0.0.1 alone.</summary>
    public TestAuthority Authority { get; } = new();

    /// <summary>The server; after <see cref="StartAsync"/>.</summary>
    public PostgresServer Server => _server ?? throw new InvalidOperationException("Start it first.");

    /// <summary>PEM of the authority's root.</summary>
    public string RootsFile => Path.Combine(_folder.FullName, "roots.pem");

    /// <summary>Starts the server if it isn't there; skips the test where it can't be had.</summary>
    public async Task StartAsync()
    {
        if (_server is not null)
            return;
        await File.WriteAllTextAsync(RootsFile, Pem(Authority));
        using var certificate = Authority.Issue(["127.0.0.1"]);
        _server = await PostgresServer.StartAsync(certificate);
    }

    /// <summary>Settings that work, with changes; a null value takes a member away.</summary>
    public ReadOnlyMemory<byte> Settings(string database, params (string Name, object? Value)[] changes)
    {
        var settings = new Dictionary<string, object?>
        {
            ["host"] = "127.0.0.1", ["port"] = Server.Port, ["database"] = database, ["user"] = database, ["passwordFile"] = Server.PasswordFile, ["rootsFile"] = RootsFile,
        };
        foreach (var (name, value) in changes)
            settings[name] = value;
        return JsonSerializer.SerializeToUtf8Bytes(settings.Where(pair => pair.Value is not null).ToDictionary());
    }

    /// <summary>A started sink; the caller disposes it.</summary>
    public static async Task<PostgreSqlAuditSink> SinkAsync(ReadOnlyMemory<byte> settings)
    {
        var sink = new PostgreSqlAuditSink();
        try
        {
            await sink.StartAsync(new PluginContext { Settings = settings, Time = TimeProvider.System, Log = new QuietLog() }, default);
            return sink;
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads one column as text, by the socket, without the sink. Parameter 1 is the log's id.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string database, string query, string logId)
    {
        await using var connection = new NpgsqlConnection($"Host={Server.SocketFolder};Port={Server.Port};Username=owner;Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new NpgsqlParameter { Value = Encoding.UTF8.GetBytes(logId) } } };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0)));
        return rows;
    }

    /// <summary>The lines of a log.</summary>
    public Task<IReadOnlyList<string>> LinesAsync(string database, string logId) =>
        ReadAsync(database, "SELECT line FROM orchestrator_audit.records JOIN orchestrator_audit.logs USING (log) WHERE id = $1 ORDER BY seq", logId);

    /// <summary>A root as PEM.</summary>
    public static string Pem(TestAuthority authority) => new(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", authority.Root.Span));

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
