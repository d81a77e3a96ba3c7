using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// Finds the longest band of a changed area that moved straight up, down, left or right. Lines are compared by hash, lines that occur once vote
/// for the distance, and the winner is proved pixel by pixel. Nothing depends on it: what it misses is sent as pixels.
/// </summary>
internal static class MoveDetector
{
    /// <summary>Smaller areas are cheaper as pixels.</summary>
    public const int MinPixels = 4096;

    private const int MinBand = 16;

    public static Move? Find(Framebuffer before, Framebuffer after, PixelRect area)
    {
        if (area.Width * area.Height < MinPixels)
            return null;

        // What moved may have come from beyond the changed area: the source is searched along the whole screen.
        var column = area with { Y = 0, Height = before.Height };
        var (start, length, distance) = FindBand(HashRows(before, column), HashRows(after, area), area.Y);
        if (length >= MinBand && length * area.Width >= MinPixels)
        {
            var to = area with { Y = area.Y + start, Height = length };
            return Prove(before, after, new Move(to.X, to.Y - distance, to));
        }

        var row = area with { X = 0, Width = before.Width };
        (start, length, distance) = FindBand(HashColumns(before, row), HashColumns(after, area), area.X);
        if (length >= MinBand && length * area.Height >= MinPixels)
        {
            var to = area with { X = area.X + start, Width = length };
            return Prove(before, after, new Move(to.X - distance, to.Y, to));
        }

        return null;
    }

    private static (int Start, int Length, int Distance) FindBand(ulong[] before, ulong[] after, int offset)
    {
        var distance = Vote(before, after, offset);
        if (distance == 0)
            return default;
        var (bestStart, bestLength, start, changed) = (0, 0, 0, 0);
        for (var line = 0; line <= after.Length; line++)
        {
            var source = line + offset - distance;
            if (line < after.Length && source >= 0 && source < before.Length && after[line] == before[source])
            {
                changed += after[line] != before[line + offset] ? 1 : 0;
                continue;
            }

            // A band that mostly stayed the same (blank paper) is no gain.
            if (line - start > bestLength && changed * 2 >= line - start)
                (bestStart, bestLength) = (start, line - start);
            (start, changed) = (line + 1, 0);
        }

        return (bestStart, bestLength, distance);
    }

    private static int Vote(ulong[] before, ulong[] after, int offset)
    {
        var places = new Dictionary<ulong, int>(before.Length);
        for (var line = 0; line < before.Length; line++)
        {
            if (!places.TryAdd(before[line], line))
                places[before[line]] = -1;
        }

        var votes = new Dictionary<int, int>();
        for (var line = 0; line < after.Length; line++)
        {
            if (places.TryGetValue(after[line], out var source) && source >= 0 && source != line + offset)
                votes[line + offset - source] = votes.GetValueOrDefault(line + offset - source) + 1;
        }

        return votes.Count == 0 ? 0 : votes.MaxBy(vote => (vote.Value, -vote.Key)).Key;
    }

    private static ulong[] HashRows(Framebuffer picture, PixelRect area)
    {
        var hashes = new ulong[area.Height];
        for (var y = 0; y < hashes.Length; y++)
        {
            var hash = 0UL;
            foreach (var pixel in picture.Row(area.Y + y, area.X, area.Width))
                hash = Mix(hash, pixel);
            hashes[y] = hash;
        }

        return hashes;
    }

    private static ulong[] HashColumns(Framebuffer picture, PixelRect area)
    {
        var hashes = new ulong[area.Width];
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var row = picture.Row(y, area.X, area.Width);
            for (var x = 0; x < hashes.Length; x++)
                hashes[x] = Mix(hashes[x], row[x]);
        }

        return hashes;
    }

    private static ulong Mix(ulong hash, uint pixel) => ((hash ^ pixel) * 0x9E3779B97F4A7C15) ^ (hash >> 29);

    private static Move? Prove(Framebuffer before, Framebuffer after, Move move)
    {
        for (var y = 0; y < move.To.Height; y++)
        {
            var now = after.Row(move.To.Y + y, move.To.X, move.To.Width);
            if (!now.SequenceEqual(before.Row(move.FromY + y, move.FromX, move.To.Width)))
                return null;
        }

        return move;
    }
}
