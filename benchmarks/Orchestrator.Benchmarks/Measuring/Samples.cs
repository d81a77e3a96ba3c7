using System.Globalization;

namespace Orchestrator.Benchmarks.Measuring;

/// <summary>The same thing measured several times.</summary>
public sealed class Samples
{
    private readonly List<double> _values = [];

    /// <summary>The middle one.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Smallest and largest, for the note beside a median.</summary>
    public string Spread => _values.Count == 0
        ? "no sample"
        : string.Create(CultureInfo.InvariantCulture, $"median of {_values.Count}, {_values.Min():0.#} to {_values.Max():0.#}");

    /// <summary>Adds one.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Adds a span in milliseconds.</summary>
    public void Add(TimeSpan span) => Add(span.TotalMilliseconds);

    private double Quantile(double share)
    {
        var sorted = _values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * share)];
    }
}
