using Orchestrator.Trust.Encoding;

namespace Orchestrator.Broker.Accounts;

/// <summary>The name that the operator reads in a prompt. Nothing in it can rewrite the line that it stands in.</summary>
internal static class PrintedName
{
    /// <summary>Fits one line of a prompt, and a certificate.</summary>
    public const int MaxCodePoints = 80;

    /// <summary>The name, trimmed; null when it can't be shown safely.</summary>
    public static string? Parse(string? text) => text?.Trim() is var name && SafeText.IsSafe(name, MaxCodePoints) ? name : null;
}
