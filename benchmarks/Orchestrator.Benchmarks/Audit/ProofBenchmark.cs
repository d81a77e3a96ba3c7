using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orchestrator.Audit.Merkle;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Audit;

/// <summary>Size and time of inclusion and consistency proofs against the size of the log, and the picture of it in docs.</summary>
internal sealed class ProofBenchmark : IBenchmark
{
    private const string Picture = "docs/audit-proofs.svg";

    public string Name => "audit-proofs";

    public string Question => "How do size and time of a proof grow with the log?";

    public Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        var leaf = MerkleHasher.Leaf(AuditStage.Line(0));
        var tree = new MerkleTree();
        List<Point> inclusion = [], consistency = [];
        for (var power = 6; power <= 20; power++)
        {
            while (tree.Size < 1L << power)
                tree.Append(leaf);
            inclusion.Add(Measure(power, tree, index => tree.InclusionProof(index, tree.Size).Count));
            consistency.Add(Measure(power, tree, index => tree.ConsistencyProof(index + 1, tree.Size).Count));
            report.Add(FigureOf("inclusion", inclusion[^1]));
            report.Add(FigureOf("consistency", consistency[^1]));
        }

        // Logarithmic: each doubling adds one hash, and no more.
        foreach (var points in new[] { inclusion, consistency })
        {
            if (points.Zip(points.Skip(1)).Any(pair => pair.Second.Bytes - pair.First.Bytes > 32))
                throw new BenchmarkException("A doubled log adds more than one hash to a proof.");
        }

        if (Directory.Exists("docs"))
            File.WriteAllText(Picture, Svg(inclusion, consistency));
        else
            report.LeftOut(Picture, "start it in the source's own folder to draw the picture");
        return Task.CompletedTask;
    }

    /// <summary>The largest of many proofs, and how long one takes.</summary>
    private static Point Measure(int power, MerkleTree tree, Func<long, int> hashesOfProof)
    {
        var indices = Enumerable.Range(0, 2000).Select(i => (i * 7919L * 104_729L) % tree.Size).ToArray();
        var since = Stopwatch.GetTimestamp();
        var most = indices.Max(hashesOfProof);
        return new Point(power, most * 32.0, Stopwatch.GetElapsedTime(since).TotalMicroseconds / indices.Length);
    }

    private static Figure FigureOf(string kind, Point point) => new(
        $"{kind} proof, 2^{point.Power} records", point.Bytes, "bytes at most", Machine.Load, string.Create(CultureInfo.InvariantCulture, $"{point.Microseconds:0.0} µs to make"));

    private static string Svg(List<Point> inclusion, List<Point> consistency)
    {
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 660 310\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"660\" height=\"310\" fill=\"#fff\"/><path d=\"M60 40V260H630\" fill=\"none\" stroke=\"#000\"/>\n");
        svg.Append("<text x=\"60\" y=\"24\">Largest proof in bytes, against records in the log (each step doubles it)</text>\n");
        for (var bytes = 0; bytes <= 640; bytes += 160)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"52\" y=\"{Y(bytes) + 4:0}\" text-anchor=\"end\">{bytes}</text>\n");
        foreach (var point in inclusion)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(point):0}\" y=\"278\" text-anchor=\"middle\">2^{point.Power}</text>\n");
        Line(svg, inclusion, "inclusion: a record is in the log (dots)", 300, point => $"<circle cx=\"{X(point):0}\" cy=\"{Y(point.Bytes):0}\" r=\"3\"/>");
        Line(svg, consistency, "consistency: the log only grew (squares)", 60, point => $"<rect x=\"{X(point) - 4:0}\" y=\"{Y(point.Bytes) - 4:0}\" width=\"8\" height=\"8\" fill=\"none\" stroke=\"#000\"/>");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, List<Point> points, string name, int legendAt, Func<Point, FormattableString> mark)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"#000\" points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p):0},{Y(p.Bytes):0}")))}\"/>\n");
        foreach (var point in points)
            svg.Append(FormattableString.Invariant(mark(point)));
        svg.Append(CultureInfo.InvariantCulture, $"\n<text x=\"{legendAt}\" y=\"300\">{name}</text>\n");
    }

    private static double X(Point point) => 60 + ((point.Power - 6) * 40);

    private static double Y(double bytes) => 260 - (bytes / 680 * 220);

    private sealed record Point(int Power, double Bytes, double Microseconds);
}
