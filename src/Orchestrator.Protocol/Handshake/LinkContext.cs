namespace Orchestrator.Protocol;

/// <summary>Which program dials the broker.</summary>
public enum EndpointKind : byte
{
    /// <summary>QuickSupport.</summary>
    Instrument = 1,

    /// <summary>The technician's console.</summary>
    Console = 2,

    /// <summary>A customer's witness.</summary>
    Witness = 3,
}

/// <summary>
/// The context of a link: which signed configuration the endpoint holds, which broker name it dialled, what it is. Layout: kind (1), configuration hash (length 2, bytes),
/// name (length 2, ASCII).
/// </summary>
/// <param name="Kind">What the endpoint is.</param>
/// <param name="ConfigurationHash">Hash of the signed client configuration, 32 or 48 bytes.</param>
/// <param name="BrokerName">DNS name, lower case, as dialled.</param>
public sealed record LinkContext(EndpointKind Kind, Blob ConfigurationHash, string BrokerName)
{
    /// <summary>Longest DNS name.</summary>
    public const int MaxBrokerName = 253;

    private const int MaxHash = 48;

    /// <summary>The bytes that are hashed, and that M1 carries as its hint.</summary>
    /// <exception cref="ArgumentException">A field can't be encoded.</exception>
    public byte[] Encode()
    {
        if (!IsName(BrokerName) || ConfigurationHash.Length is not (32 or MaxHash) || !Enum.IsDefined(Kind))
            throw new ArgumentException("A link's context needs a kind, a hash of 32 or 48 bytes and a lower-case DNS name.");
        var to = new WireWriter();
        to.Byte((byte)Kind);
        to.Bytes(ConfigurationHash, MaxHash);
        to.Text(BrokerName, MaxBrokerName);
        return to.ToArray();
    }

    /// <summary>Reads the hint of M1; null when it is none. The broker then judges hash, name and kind before it answers.</summary>
    public static LinkContext? TryDecode(ReadOnlySpan<byte> hint)
    {
        var from = new WireReader(hint);
        var kind = (EndpointKind)from.InRange(from.Byte(), (byte)EndpointKind.Instrument, (byte)EndpointKind.Witness);
        var hash = from.Bytes(MaxHash);
        var name = from.Text(MaxBrokerName);
        return from.Finish() == MessageFault.None && IsName(name) && hash.Length is (32 or MaxHash) ? new LinkContext(kind, hash, name) : null;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxBrokerName && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-');
}
