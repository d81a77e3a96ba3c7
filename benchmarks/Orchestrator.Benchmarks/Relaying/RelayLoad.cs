namespace Orchestrator.Benchmarks.Relaying;

/// <summary>What is sent through each relay.</summary>
/// <param name="Pieces">How many.</param>
/// <param name="PieceBytes">How large each is; the product's screen and file records carry 16 KiB.</param>
internal sealed record RelayLoad(int Pieces, int PieceBytes)
{
    /// <summary>Half a gigabyte in records as the product sends them.</summary>
    public static RelayLoad Bulk { get; } = new(32_768, 16_384);

    public long Bytes => (long)Pieces * PieceBytes;

    /// <summary>One piece; its content doesn't matter to anybody.</summary>
    public byte[] Piece()
    {
        var piece = new byte[PieceBytes];
        new Random(1).NextBytes(piece);
        return piece;
    }
}
