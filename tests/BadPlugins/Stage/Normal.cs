using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Orchestrator.PluginHosting;

namespace Orchestrator.BadPlugins;

/// <summary>Sentences without what differs from run to run: folders, sizes, versions of other people's libraries.</summary>
internal static partial class Normal
{
    /// <summary>The same in each run and on each machine.</summary>
    public static string Of(string sentence)
    {
        var text = TemporaryFolder().Replace(sentence, "…/");
        text = AssemblyVersion().Replace(text, "");
        text = Growth().Replace(text, "grown by N MiB");
        text = LeftOut().Replace(text, "N further lines");
        text = Fingerprint().Replace(text, "the key of nobody");
        text = text.Replace($"({RuntimeInformation.ProcessArchitecture})", "(…)", StringComparison.Ordinal);
        return text.Replace($"offers {ContractRange.Offered}", "offers N.N", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"(/[\w.~-]+)*/(plugins|plugin)-\w+/(plugins/)?")]
    private static partial Regex TemporaryFolder();

    [GeneratedRegex(@"the key( [0-9a-f]{4})+")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@", Version=[\d.]+, Culture=\w+, PublicKeyToken=\w+")]
    private static partial Regex AssemblyVersion();

    [GeneratedRegex(@"grown by \d+ MiB")]
    private static partial Regex Growth();

    [GeneratedRegex(@"\d+ further lines")]
    private static partial Regex LeftOut();
}
