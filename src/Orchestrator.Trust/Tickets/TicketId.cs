using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tickets;

/// <summary>The random name of a ticket: 16 bytes, written as 32 lower-case hex digits.</summary>
public readonly record struct TicketId
{
    private readonly string? _hex;

    private TicketId(string hex) => _hex = hex;

    public string Hex => _hex ?? "";

    public static TicketId New(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var bytes = new byte[TicketLimits.IdBytes];
        random.Fill(bytes);
        return FromBytes(bytes);
    }

    public static TicketId FromBytes(ReadOnlySpan<byte> bytes)
    {
        TrustException.RequireLength(bytes.Length, TicketLimits.IdBytes, "A ticket's id");
        return new TicketId(Convert.ToHexStringLower(bytes));
    }

    public byte[] ToBytes() => _hex is null ? new byte[TicketLimits.IdBytes] : Convert.FromHexString(_hex);

    public override string ToString() => Hex;
}
