namespace Orchestrator.Trust.Text;

/// <summary>Korean syllables decompose and compose by arithmetic (Unicode, chapter 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trails = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    public static bool TryDecompose(int point, List<int> points)
    {
        var index = point - Syllables;
        if (index is < 0 or >= SyllableCount)
            return false;
        points.Add(Leads + (index / (VowelCount * TrailCount)));
        points.Add(Vowels + (index % (VowelCount * TrailCount) / TrailCount));
        if (index % TrailCount != 0)
            points.Add(Trails + (index % TrailCount));
        return true;
    }

    public static int? Compose(int first, int second)
    {
        int lead = first - Leads, vowel = second - Vowels, syllable = first - Syllables, trail = second - Trails;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return Syllables + (((lead * VowelCount) + vowel) * TrailCount);
        var isOpen = syllable is >= 0 and < SyllableCount && syllable % TrailCount == 0;
        return isOpen && trail is > 0 and < TrailCount ? first + trail : null;
    }
}
