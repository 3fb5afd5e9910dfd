//! Native API.
