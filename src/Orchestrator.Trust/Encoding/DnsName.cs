namespace Orchestrator.Trust.Encoding;

/// <summary>Host names as they stand in configurations and certificates: lower case, no trailing dot, no IP literal, no wildcard.</summary>
public static class DnsName
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    public static bool IsValid(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxLength)
            return false;
        var labels = name.Split('.');
        return labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
