using System.Net.Sockets;
using Npgsql;

namespace Orchestrator.Plugins.Audit.PostgreSql;

/// <summary>One sentence for each way in which the server can be away or say no. Never a password: none is in what Npgsql throws.</summary>
internal static class SinkFailures
{
    /// <summary>The sentence, as an exception of the base class library.</summary>
    /// <param name="problem">What Npgsql threw.</param>
    /// <param name="settings">Whom it was about.</param>
    /// <param name="refusal">Why the server's certificate was refused; null when it wasn't.</param>
    public static InvalidOperationException Of(Exception problem, SinkSettings settings, string? refusal) => new(problem switch
    {
        _ when refusal is not null => $"The PostgreSQL server {settings.Where} isn't trusted: {refusal}. Correct \"host\" or \"rootsFile\", or give the server another certificate.",
        PostgresException answer => Answer(answer, settings),
        NpgsqlException { InnerException: SocketException socket } => $"The PostgreSQL server {settings.Where} can't be reached ({socket.SocketErrorCode}). Start it, or correct \"host\" and \"port\".",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => $"The PostgreSQL server {settings.Where} didn't answer in time.",
        NpgsqlException lost => $"The connection with the PostgreSQL server {settings.Where} failed: {lost.Message}",
        _ => $"The PostgreSQL sink failed: {problem.Message}",
    });

    private static string Answer(PostgresException answer, SinkSettings settings) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => $"The PostgreSQL server {settings.Where} refuses {settings.User}: the password is wrong. Correct \"user\" or \"passwordFile\".",
        PostgresErrorCodes.InvalidAuthorizationSpecification => $"The PostgreSQL server {settings.Where} lets {settings.User} not in this way: {answer.MessageText}. Allow it in pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => $"There is no database {settings.Database} at {settings.Where}. Make it, or correct \"database\".",
        PostgresErrorCodes.InsufficientPrivilege => $"{settings.User} may not do this in {settings.Database}: {answer.MessageText}. Grant it, or let an owner make the schema {settings.Schema} first.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"The PostgreSQL server {settings.Where} is read-only now: it may be a standby. Name the primary as \"host\".",
        PostgresErrorCodes.DiskFull => $"The disk of the PostgreSQL server {settings.Where} is full. Make room.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => $"The tables in {settings.Schema} were changed: {answer.MessageText}. Restore them, or name another \"schema\".",
        _ => $"The PostgreSQL server {settings.Where} answers {answer.SqlState}: {answer.MessageText}.",
    };
}
