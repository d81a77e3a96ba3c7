using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Orchestrator.Plugins.Shared.Settings;
using Orchestrator.Plugins.Shared.Tls;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>
/// One connection, made anew when it was lost, and checked whenever it is made: the server waits for its disk and the tables are what the sink rests on.
/// Nothing here comes from environment variables or files of the user that the settings don't name.
/// </summary>
internal sealed class SinkDatabase : IAsyncDisposable
{
    // Below the host's budget of 5 s, so that the sentence is ours.
    private const int Seconds = 4;

    private readonly SinkSettings _settings;
    private readonly SinkSchema _schema;
    private readonly ServerJudge _judge;
    private readonly X509Certificate2? _client;
    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection? _connection;

    public SinkDatabase(SinkSettings settings, SinkSchema schema, TimeProvider time)
    {
        (_settings, _schema) = (settings, schema);
        _client = PemFiles.Client(settings.ClientCertificateFile, settings.ClientKeyFile);
        _judge = new ServerJudge(settings.Host, PemFiles.Roots(settings.RootsFile), _client, time);
        var password = settings.PasswordFile is null ? null : SecretFile.Read(settings.PasswordFile);
        var builder = new NpgsqlDataSourceBuilder(Target(settings).ToString());

        // The judge is stricter than any mode, and Npgsql takes another judge than its own in this mode only.
        builder.UseSslClientAuthenticationOptionsCallback(_judge.Apply);

        // Also without a password, so that none is looked for elsewhere.
        builder.UsePasswordProvider(_ => password ?? "", (_, _) => ValueTask.FromResult(password ?? ""));
        _source = builder.Build();
    }

    /// <summary>Does something in one transaction, which counts only when it ends well.</summary>
    /// <param name="work">Gets the connection; what it returns after the commit is durable.</param>
    /// <param name="keep">False: everything is rolled back.</param>
    /// <param name="cancellationToken">Ends the attempt; the connection is given up.</param>
    /// <exception cref="InvalidOperationException">It didn't happen, or nobody knows: <see cref="SinkSchema.Next"/> does.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, bool keep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _connection ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);

            await _connection.ExecuteAsync(SqlCommands.Begin, cancellationToken).ConfigureAwait(false);
            var result = await work(_connection).ConfigureAwait(false);
            await _connection.ExecuteAsync(keep ? SqlCommands.Commit : SqlCommands.Rollback, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (Exception problem)
        {
            // The transaction ends with its connection.
            await GiveUpAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (problem is NpgsqlException or TimeoutException)
                throw SinkFailures.Of(problem, _settings, _judge.Refusal);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await GiveUpAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _client?.Dispose();
    }

    private static NpgsqlConnectionStringBuilder Target(SinkSettings settings) => new()
    {
        Host = settings.Host,
        Port = settings.Port,
        Database = settings.Database,
        Username = settings.User,
        ApplicationName = "orchestrator",
        SslMode = settings.IsLocal ? SslMode.Disable : SslMode.Require,

        // Preferred by default, and it would go before TLS.
        GssEncryptionMode = GssEncryptionMode.Disable,

        // A server that asks for the password itself doesn't get it.
        RequireAuth = settings.PasswordFile is null ? null : "ScramSHA256",

        // A pooled connection would outlive the plugin.
        Pooling = false,
        Timeout = Seconds,
        CommandTimeout = Seconds,

        // A server that doesn't answer doesn't answer a cancellation either: the connection is cut at once.
        CancellationTimeout = -1,
        Timezone = "UTC",
        ClientEncoding = "UTF8",
        SearchPath = "pg_catalog",
    };

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = _source.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await SchemaCheck.RunAsync(connection, _settings.Schema, _schema, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask GiveUpAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }
}
