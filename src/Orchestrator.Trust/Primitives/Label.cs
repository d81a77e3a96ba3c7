namespace Orchestrator.Trust.Primitives;

/// <summary>
/// The words that keep one use of a key or hash apart from every other. Callers name the use ("th0", "mac I"); the prefix is added
/// here, so no caller can forget it.
/// </summary>
public static class Label
{
    public const string Prefix = "orchestrator/1 ";

    /// <summary>Labels are our own short words; a longer one is a mistake.</summary>
    public const int MaxLength = 64;

    /// <summary>ASCII bytes of the prefix and the name.</summary>
    /// <exception cref="TrustException">The name is empty, too long, or not printable ASCII.</exception>
    public static byte[] Encode(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxLength || name.Any(c => c is < ' ' or > '~'))
            throw new TrustException(TrustFault.BadLabel, "A label must be 1 to 64 printable ASCII characters.");
        if (name.StartsWith("orchestrator/", StringComparison.Ordinal))
            throw new TrustException(TrustFault.BadLabel, "A label is given without its prefix.");
        return System.Text.Encoding.ASCII.GetBytes(Prefix + name);
    }
}
