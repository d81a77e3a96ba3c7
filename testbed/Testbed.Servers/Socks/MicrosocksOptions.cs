namespace Orchestrator.Testbed.Servers.Socks;

/// <summary>microsocks: SOCKS 5, without authentication or with user name and password. It writes a line for each connection to its output.</summary>
public sealed record MicrosocksOptions : ServerOptions
{
    /// <summary>Whom it knows; null: everybody.</summary>
    public ServerAccount? Account { get; init; }

    /// <inheritdoc />
    public override ServerPlan Plan(string folder) => new(new ServerCommand(
        "microsocks", ["-i", $"{Address}", "-p", $"{Port}", .. Account is null ? [] : new[] { "-u", Account.User, "-P", Account.Password }]))
    {
        Needs = ["microsocks"],
        Ports = [Port],
    };
}
