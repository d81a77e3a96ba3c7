namespace Orchestrator.Testbed.Servers.Tinyproxy;

/// <summary>tinyproxy: no authentication or Basic. It answers 401, not 407, when the password is wrong. Its requests are in <c>access.log</c>.</summary>
public sealed record TinyproxyOptions : ServerOptions
{
    /// <summary>File of the log.</summary>
    public const string AccessLog = "access.log";

    /// <summary>Whom it knows; null: everybody may tunnel.</summary>
    public ServerAccount? Account { get; init; }

    /// <summary>A host that it lets nobody reach; null: none.</summary>
    public string? Denied { get; init; }

    /// <inheritdoc />
    public override ServerPlan Plan(string folder) => new(new ServerCommand("tinyproxy", "-d", "-c", Path.Combine(folder, "tinyproxy.conf")))
    {
        Needs = ["tinyproxy"],
        Files =
        [
            new ServerFile("tinyproxy.conf", $"""
                Port {Port}
                Listen {Address}
                Timeout 600
                MaxClients 20
                LogFile "{folder}/{AccessLog}"
                LogLevel Info
                {(Account is null ? "" : $"BasicAuth {Account.User} {Account.Password}")}
                {(Denied is null ? "" : $"Filter \"{folder}/denied\"")}

                """),
            new ServerFile("denied", Denied is null ? "" : $"^{Denied.Replace(".", @"\.", StringComparison.Ordinal)}$\n"),
        ],
        Ports = [Port],
    };
}
