namespace Orchestrator.Rfb;

/// <summary>The colours of one tile in the order of their first appearance, up to 127; more is an overflow.</summary>
internal sealed class TilePalette
{
    public const int MaxColours = 127;
    private const int Slots = 512;

    private readonly uint[] colours = new uint[MaxColours];
    private readonly uint[] keys = new uint[Slots];
    private readonly byte[] indexes = new byte[Slots]; // index + 1; 0 is a free slot

    public int Count { get; private set; }

    public bool HasOverflowed { get; private set; }

    public ReadOnlySpan<uint> Colours => colours.AsSpan(0, Count);

    public void Clear()
    {
        Array.Clear(indexes);
        Count = 0;
        HasOverflowed = false;
    }

    public void Add(uint colour)
    {
        var slot = Find(colour);
        if (indexes[slot] != 0 || HasOverflowed)
            return;
        if (Count == MaxColours)
        {
            HasOverflowed = true;
            return;
        }

        keys[slot] = colour;
        colours[Count++] = colour;
        indexes[slot] = (byte)Count;
    }

    public int IndexOf(uint colour) => indexes[Find(colour)] - 1;

    private int Find(uint colour)
    {
        var slot = (int)((colour * 2654435761u) >> 23);
        while (indexes[slot] != 0 && keys[slot] != colour)
            slot = (slot + 1) & (Slots - 1);
        return slot;
    }
}
