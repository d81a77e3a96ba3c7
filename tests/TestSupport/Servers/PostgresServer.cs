using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.TestSupport.Servers;

/// <summary>
/// A real PostgreSQL server with a cluster of its own, at 127.0.0.1 with TLS and on a socket in its folder. Its role <c>owner</c> comes in by the socket
/// without a password; every other role needs one. Disposal ends it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Password of the roles that <see cref="CreateDatabaseAsync"/> makes.</summary>
    public const string Password = "correct-horse-battery";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly string _programs;
    private readonly ServerFolder _folder;
    private ExternalProcess? _process;
    private int _databases;

    private PostgresServer(string programs, ServerFolder folder) => (_programs, _folder, Port) = (programs, folder, FreePort.Take());

    /// <summary>Port at 127.0.0.1, and of the socket.</summary>
    public int Port { get; }

    /// <summary>Folder with the socket.</summary>
    public string SocketFolder => _folder.Root;

    /// <summary>File with <see cref="Password"/>.</summary>
    public string PasswordFile => _folder["password"];

    /// <summary>Skips or fails the running test where PostgreSQL is missing, then makes a cluster and starts it.</summary>
    /// <param name="certificate">For TLS.</param>
    public static async Task<PostgresServer> StartAsync(X509Certificate2 certificate)
    {
        RealComponent.Require("psql");
        if (FindPrograms() is not { } programs)
        {
            RealComponent.Missing("not installed: initdb and postgres");
            throw new InvalidOperationException("There is no PostgreSQL.");
        }

        var server = new PostgresServer(programs, new ServerFolder("pg-"));
        try
        {
            server._folder.WritePrivate("password", Password + "\n");
            await server._folder.HandOverAsync();
            await server.RunAsync("initdb", "-D", server._folder["data"], "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await File.WriteAllTextAsync(server._folder["data/pg_hba.conf"], "local all owner trust\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n");
            await server.RestartAsync(certificate);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server and all its processes at once, as a power cut does.</summary>
    public Task CrashAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends the server if it runs, and starts it again on the same cluster and port.</summary>
    /// <param name="certificate">Another certificate; null: the one it has.</param>
    /// <param name="settings">For example <c>fsync=off</c>.</param>
    public async Task RestartAsync(X509Certificate2? certificate = null, params string[] settings)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (certificate is not null)
            _folder.Write("tls", certificate);
        await _folder.HandOverAsync();
        string[] all =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", $"unix_socket_directories={_folder.Root}", "ssl=on", $"ssl_cert_file={_folder["tls.pem"]}", $"ssl_key_file={_folder["tls.key"]}",
            "max_connections=20", "shared_buffers=16MB", .. settings,
        ];
        var (program, arguments) = ServerFolder.AsUser(Path.Combine(_programs, "postgres"), ["-D", _folder["data"], .. all.SelectMany(setting => (string[])["-c", setting])]);
        _process = ExternalProcess.Start(program, arguments);
        await WaitUntilItAnswersAsync();
    }

    /// <summary>Makes a database of its own for a test, owned by a role of the same name with <see cref="Password"/>.</summary>
    /// <returns>The name of both.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"audit{Interlocked.Increment(ref _databases)}";
        await SqlAsync("postgres", $"CREATE ROLE {name} LOGIN PASSWORD '{Password}'");
        await SqlAsync("postgres", $"CREATE DATABASE {name} OWNER {name}");
        return name;
    }

    /// <summary>Runs SQL as the owner of the server; returns its rows, columns joined by |.</summary>
    public async Task<string> SqlAsync(string database, string statement) => Encoding.UTF8.GetString(
        await ExternalProcess.RunAsync("psql", ["-X", "-h", SocketFolder, "-p", $"{Port}", "-U", "owner", "-d", database, "-v", "ON_ERROR_STOP=1", "-Atqc", statement])).TrimEnd('\n');

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    // Debian keeps a server's programs off the path, by version.
    private static string? FindPrograms() =>
        (RealComponent.Find("initdb") is { } found ? [Path.GetDirectoryName(found)!] : Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [])
        .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    private Task RunAsync(string name, params string[] more)
    {
        var (program, arguments) = ServerFolder.AsUser(Path.Combine(_programs, name), more);
        return ExternalProcess.RunAsync(program, arguments, timeout: StartTime);
    }

    // A server listens before it has repaired what a crash left.
    private async Task WaitUntilItAnswersAsync()
    {
        using var limit = new CancellationTokenSource(StartTime);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await pause.WaitForNextTickAsync(limit.Token))
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"PostgreSQL ended: {await _process.ReadErrorsAsync()}");
            try
            {
                await SqlAsync("postgres", "SELECT 1");
                return;
            }
            catch (InvalidOperationException) when (!limit.IsCancellationRequested)
            {
                // Not yet.
            }
        }
    }
}
