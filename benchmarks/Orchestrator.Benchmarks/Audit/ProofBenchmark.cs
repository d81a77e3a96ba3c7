using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orchestrator.Audit.Merkle;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Audit;

/// <summary>Size and time of inclusion proofs against the size of the log, and the picture of it in docs.</summary>
internal sealed class ProofBenchmark : IBenchmark
{
    private const string Picture = "docs/audit-proofs.svg";

    public string Name => "audit-proofs";

    public string Question => "How do size and time of a proof grow with the log?";

    public Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        var leaf = MerkleHasher.Leaf(AuditStage.Line(0));
        var tree = new MerkleTree();
        var points = new List<(int Power, double Bytes, double Microseconds)>();
        for (var power = 6; power <= 20; power++)
        {
            while (tree.Size < 1L << power)
                tree.Append(leaf);
            points.Add((power, Bytes(tree), Time(tree)));
            report.Add(new Figure($"inclusion proof, 2^{power} records", points[^1].Bytes, "bytes at most", Machine.Load, string.Create(CultureInfo.InvariantCulture, $"{points[^1].Microseconds:0.0} µs to make")));
        }

        // Logarithmic: each doubling adds one hash, and no more.
        if (points.Zip(points.Skip(1)).Any(pair => pair.Second.Bytes - pair.First.Bytes > 32))
            throw new BenchmarkException("A doubled log adds more than one hash to a proof.");
        if (Directory.Exists("docs"))
            File.WriteAllText(Picture, Svg(points));
        else
            report.LeftOut(Picture, "start it in the source's own folder to draw the picture");
        return Task.CompletedTask;
    }

    private static double Bytes(MerkleTree tree) => Indices(tree).Max(index => tree.InclusionProof(index, tree.Size).Count * 32.0);

    private static double Time(MerkleTree tree)
    {
        var indices = Indices(tree).ToArray();
        var since = Stopwatch.GetTimestamp();
        foreach (var index in indices)
            tree.InclusionProof(index, tree.Size);
        return Stopwatch.GetElapsedTime(since).TotalMicroseconds / indices.Length;
    }

    private static IEnumerable<long> Indices(MerkleTree tree) => Enumerable.Range(0, 2000).Select(i => (i * 7919L * 104_729L) % tree.Size);

    private static string Svg(List<(int Power, double Bytes, double Microseconds)> points)
    {
        static double X(int power) => 60 + ((power - 6) * 40);
        static double Y(double bytes) => 260 - (bytes / 640 * 220);
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 660 310\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"660\" height=\"310\" fill=\"#fff\"/><path d=\"M60 40V260H630\" fill=\"none\" stroke=\"#000\"/>\n");
        svg.Append("<text x=\"60\" y=\"24\">Largest inclusion proof in bytes, against records in the log (each step doubles it)</text>\n");
        for (var bytes = 0; bytes <= 640; bytes += 160)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"52\" y=\"{Y(bytes) + 4:0}\" text-anchor=\"end\">{bytes}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"#000\" points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Power):0},{Y(p.Bytes):0}")))}\"/>\n");
        foreach (var (power, bytes, _) in points)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(power):0}\" cy=\"{Y(bytes):0}\" r=\"3\"/><text x=\"{X(power):0}\" y=\"278\" text-anchor=\"middle\">2^{power}</text>\n");
        return svg.Append("</svg>\n").ToString();
    }
}
