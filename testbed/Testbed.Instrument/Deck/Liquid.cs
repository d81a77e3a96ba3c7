namespace Orchestrator.Testbed.Instrument.Deck;

/// <summary>A liquid as the control program shows it.</summary>
/// <param name="Name">Shown in dialogs and logs.</param>
/// <param name="Rgb">0xRRGGBB.</param>
public readonly record struct Liquid(string Name, uint Rgb)
{
    /// <summary>What an empty well holds.</summary>
    public static Liquid None => new("nothing", 0xFFFFFF);

    /// <summary>The colour of two liquids poured together, weighed by volume; the name is that of the larger part.</summary>
    public static Liquid Mix(Liquid first, decimal firstVolume, Liquid second, decimal secondVolume)
    {
        if (firstVolume <= 0 || first == second)
            return second;
        var share = secondVolume / (firstVolume + secondVolume);
        uint Channel(int shift) => (uint)Math.Round(((first.Rgb >> shift) & 255) * (1 - share) + ((second.Rgb >> shift) & 255) * share) << shift;
        return new Liquid(firstVolume >= secondVolume ? first.Name : second.Name, Channel(16) | Channel(8) | Channel(0));
    }
}
