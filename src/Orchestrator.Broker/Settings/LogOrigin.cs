namespace Orchestrator.Broker.Settings;

/// <summary>Name of the broker's log in its checkpoints.</summary>
internal static class LogOrigin
{
    public static string Of(string domain) => $"{domain}/broker";
}
