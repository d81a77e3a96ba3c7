using Orchestrator.Audit.Witnessing;
using Orchestrator.TestSupport;
using Orchestrator.TestSupport.Evidence;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Evidence.Interop.Tests;

/// <summary>Good bundles that C# made: with and without files, texts and witnesses, in logs of many sizes, and the words of strangers.</summary>
internal static class CSharpBundles
{
    private const int Count = 60;

    private static readonly WitnessSigner[] Witnesses =
        [.. new[] { "lab.example/witness", "zweite.example" }.Select((name, i) => new WitnessSigner(name, Ed25519Key.Generate(new SeededRandom(70 + i))))];

    private static readonly string[] Names =
        ["Grace Hopper", "Zoë Müller", "田中 健", "Ольга Иванова", "דליה כהן", "a\u202eb\u0007c", "<b>Bobby</b> & \"Tables\"", "\U0001F9EA lab", "e\u0301"];

    public static IEnumerable<(string Name, byte[] File, CorpusEntry Auditor)> All() => Enumerable.Range(0, Count).Select(Make);

    private static (string Name, byte[] File, CorpusEntry Auditor) Make(int i)
    {
        var witnesses = Witnesses[..(i % 3)];
        var maker = new BundleMaker(1000 + i) { WithFile = i % 2 == 0, WithTexts = i % 5 != 0, Witnesses = witnesses, Others = i };
        maker.Story.Operator = Names[i % Names.Length];
        var known = witnesses[..Math.Min(witnesses.Length, i / 3 % 3)].Select(one => one.Key.ToString()).ToArray();
        return ($"C#'s good {i}", maker.Write(), new CorpusEntry("", "", "", TestKeys.Root.Fingerprint.Hex, known));
    }
}
